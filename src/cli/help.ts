export const COMMANDS = [
  'run',
  'rehearse',
  'check',
  'state',
  'trace',
  'dump',
  'rules',
  'dump-proof',
  'debug-adapter',
  'help',
] as const;

export const HELP = `driver-sandbox: runs Windows driver logic in an emulated NT driver model

  driver-sandbox run MACHINE [options]     start a machine, inject, report
  driver-sandbox rehearse MACHINE          the tests that a device must pass: Plug and Play, sleep, I/O
  driver-sandbox check MACHINE             read and compile, report what is wrong, start nothing
  driver-sandbox state FILE [DEVICE]       show the state that a run left
  driver-sandbox state MACHINE             start a machine and ask it, with the commands of a debugger
  driver-sandbox trace FILE                show the events that a run left
  driver-sandbox dump FILE.dmp             show a crash dump
  driver-sandbox rules [TEXT]              what the verifier looks for, with Microsoft's names
  driver-sandbox dump-proof MACHINE        stop a machine at one moment after the other: where would there be no dump, and why
  driver-sandbox debug-adapter             speak the Debug Adapter Protocol over standard input and output, for editors
  driver-sandbox help                      this text

MACHINE is a machine file (NAME.machine.json); for run also a recorded run (NAME.repro.json).

run
  --inject FILE|-      injections: a JSON array, or one JSON object a line; - reads standard input
  --state              print the state at the end
  --trace FILE         write the events: .jsonl, .json (opens in Perfetto), .mmd (Mermaid sequence), .csv
  --dump FILE.dmp      write a crash dump when the machine stops
  --dump-kind KIND     kernel (unless told: what is in use), complete (all of memory), active (all of it that is not zero,
                       with a bitmap), or small (no pages: ranges that drivers chose, objects, drivers, stack)
  --memory-dump F.dmp  after a bug check boot again, with the disks as they are, and write the MEMORY.DMP that the boot finds
  --repro F.repro.json save the run: machine file, drivers, inputs. Give the file in place of MACHINE, anywhere, and the run is
                       repeated bit for bit; exit code 1 when it is not the same
  --sarif FILE         write broken rules as SARIF 2.1.0, for code hosts and editors
  --seed N             instead of the machine file's seed
  --verifier MODE      standard, off or all, instead of the machine file's
  --low-resources WHAT systematic: run once for each allocation of your drivers, with that one failing, and report each
                       place; N: a single run in which allocation N fails
  --stop-on WHAT       violation, bugcheck (unless told) or never: when to leave the rest of the injections
  --format text|json   text for people (unless told), json for programs

rehearse
  --device ID          the device; without it every device that has a driver of yours
  --only TEXT          only rehearsals with this text in their name
  --folder DIR         other rehearsals: *.injections.jsonc with "$device" where the device's id goes
  --special-files      keep the machine file's special files, whose devices may not be stopped or removed
  --verifier MODE      standard, off or all, instead of the machine file's
  --format text|json

state
  FILE is what \`run --state --format json\` printed; DEVICE shows one device only
  --format text|json
  MACHINE is started; then each --command is answered, or you are asked at the prompt \`kd>\` (\`?\` lists the commands)
  --command LINE       a command of the console, such as "!irp 12340"; several: in this order; - reads standard input.
                       A line that begins with { is an injection
  --inject FILE        injections that come first; --seed N, --verifier MODE as with run

trace
  FILE is what \`run --trace FILE.jsonl\` wrote
  --filter TEXT        only events with this text in a field
  --from N, --count N  only from event N on, only N events
  --format text|json

dump
  --device ID          one device only
  --memory ADDRESS     show memory there; --length N bytes (128 unless told)
  --command LINE       a command of the console, such as "!devstack disk0"; several: in this order; - reads standard input
  --format text|json

rules
  TEXT shows only rules with it in their id, published name or title: rules RemoveLock
  --format text|json

dump-proof
  --inject FILE        a scenario: injections as for run; the machine is stopped after each of them too
  --format text|json

Exit codes: 0 as expected; 1 an expectation failed, a driver broke a rule (with --stop-on violation), crashed or hangs,
or a request never ended; 2 wrong input; 3 a driver did not compile or load; 4 the sandbox itself is at fault.

Example: driver-sandbox run storage.machine.json --inject paging.jsonl --state --trace run.jsonl
`;
