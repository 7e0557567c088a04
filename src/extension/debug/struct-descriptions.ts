/**
 * How the JavaScript debugger shows a structure: its fields, instead of the object through which a driver reads them.
 *
 * It runs these functions in the sandbox process, on each object that it shows. They look at memory without touching it: a field of a
 * freed block can be looked at, and breaks no rule.
 */

const IS_VIEW =
  'this && this.memory && this.constructor && this.constructor.structName && Array.isArray(this.constructor.fields)';

export const STRUCT_DESCRIPTION = `function (defaultValue) {
  if (!(${IS_VIEW})) return defaultValue;
  return this.constructor.structName + ' at 0x' + this.address.toString(16);
}`;

export const STRUCT_PROPERTIES = `function () {
  if (!(${IS_VIEW})) return this;
  const { memory } = this;
  const { data } = memory;
  const hex = (value) => '0x' + value.toString(16);
  const read = ({ kind, size, width, target, embedded, c }, at, shift, name) => {
    switch (kind) {
      case 'u8': return data.getUint8(at);
      case 'i8': return data.getInt8(at);
      case 'bool': return data.getUint8(at) !== 0;
      case 'u16': return data.getUint16(at, true);
      case 'i16': return data.getInt16(at, true);
      case 'i32': return c === 'NTSTATUS' ? hex(data.getUint32(at, true)) : data.getInt32(at, true);
      case 'u32': return c === 'NTSTATUS' ? hex(data.getUint32(at, true)) : data.getUint32(at, true);
      case 'u64': return data.getBigUint64(at, true);
      case 'i64': return data.getBigInt64(at, true);
      case 'address': return hex(data.getUint32(at, true));
      case 'routine': return memory.routine(data.getUint32(at, true));
      case 'embed': return memory.view(embedded, at);
      case 'bits': {
        const unit = size === 1 ? data.getUint8(at) : size === 2 ? data.getUint16(at, true) : data.getUint32(at, true);
        return (unit >>> shift) & (2 ** width - 1);
      }
      case 'pointer': {
        const address = data.getUint32(at, true);
        return address === 0 ? null : memory.viewByName(target, address);
      }
      default: return this[name];
    }
  };
  const shown = {};
  for (const { name, offset, type, shift } of this.constructor.fields) {
    try {
      shown[name] = read(type, this.address + offset, shift ?? 0, name);
    } catch (error) {
      shown[name] = 'not readable';
    }
  }
  return shown;
}`;
