/** Broken rules as SARIF 2.1.0, which code hosts and editors show at the line. */
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import { documentUrl } from '../../protocol/document-url.ts';
import type { MachineState, ViolationState } from '../../protocol/state.ts';
import { violationLevel } from '../../protocol/violation-level.ts';

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly helpUri?: string;
  readonly properties?: { readonly tags: readonly string[] };
}

function location(file: string, line: number, column: number): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.replaceAll('\\', '/') },
      region: { startLine: line, startColumn: column },
    },
  };
}

function ruleOf(violation: ViolationState): SarifRule {
  const { rule, title, remedy, why, document, published = [] } = violation;
  return {
    id: rule,
    shortDescription: { text: title },
    fullDescription: { text: why ?? title },
    help: { text: remedy },
    ...(document === undefined || document === null ? {} : { helpUri: documentUrl(document) }),
    ...(published.length === 0 ? {} : { properties: { tags: published } }),
  };
}

function violationResult(violation: ViolationState): object {
  const { rule, file, line, column, message, driver, device, irp, time } = violation;
  return {
    ruleId: rule,
    level: violationLevel(violation),
    message: { text: `${message} (driver ${driver}${device === null ? '' : `, device ${device}`})` },
    locations: file === null ? [] : [location(file, line ?? 1, column ?? 1)],
    properties: { driver, device, irp, time },
  };
}

function crashResult({ bugcheck }: MachineState): readonly object[] {
  if (bugcheck === null) return [];
  const { name, text, parameters, file, line, driver } = bugcheck;
  return [
    {
      ruleId: `bugcheck/${name}`,
      level: 'error',
      message: { text: `${name} (${parameters.join(', ')}): ${text}${driver === null ? '' : ` (driver ${driver})`}` },
      locations: file === null ? [] : [location(file, line ?? 1, 1)],
    },
  ];
}

const LEVELS = { error: 'error', warning: 'warning', information: 'note' } as const;

function diagnosticResult({ code, severity, message, file, line, column }: Diagnostic): object {
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [location(file, line, column)],
  };
}

/** One run of the tool. Diagnostics that only repeat a violation or the crash are left out. */
export function sarifText(state: MachineState | null, diagnostics: readonly Diagnostic[], version: string): string {
  const violations = state?.violations ?? [];
  const told = new Set(violations.map(({ file, line, rule }) => `${file}:${line}:${rule}`));
  const crash = state?.bugcheck ?? null;
  const others = diagnostics.filter(
    ({ file, line, code }) =>
      !told.has(`${file}:${line}:${code}`) && !(crash !== null && crash.file === file && crash.line === line),
  );
  const rules = [...new Map(violations.map((violation) => [violation.rule, ruleOf(violation)])).values()];
  const report = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'driver-sandbox', version, rules } },
        columnKind: 'utf16CodeUnits',
        results: [
          ...violations.map(violationResult),
          ...(state === null ? [] : crashResult(state)),
          ...others.map(diagnosticResult),
        ],
      },
    ],
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
