// @ts-check
/**
 * Rewrites a quantised GGUF file with half-precision weights. llama.cpp answers nonsense with SmolLM2's Q4_1 and Q8_0
 * files where the very same weights as F16 answer right. Layout and block formats: the GGUF specification, and
 * ggml's `block_q4_1` and `block_q8_0`.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

const F32 = 0;
const F16 = 1;
const Q4_1 = 3;
const Q8_0 = 8;
/** Weights in one block of either quantisation. */
const BLOCK = 32;
/** Bytes of the scalar metadata types 0-12; strings and arrays carry their own lengths. */
const SCALAR_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];
const STRING = 8;
const ARRAY = 9;
/** `general.file_type` of a file of F16 weights. */
const MOSTLY_F16 = 1;

/** @typedef {{ name: Buffer, dims: number[], type: number, offset: number, count: number }} Tensor */

/**
 * @param {string} from - GGUF (little-endian) of F32, F16, Q4_1 and Q8_0 tensors
 * @param {string} to - written; F32 stays, all else becomes F16
 * @throws Error where `from` isn't such a file
 */
export function ggufToF16(from, to) {
  const bytes = readFileSync(from);
  const { tensors, metadata, dataStart, alignment } = readHeader(bytes);
  const out = openSync(to, "w");
  try {
    let at = write(out, header(tensors, metadata, alignment));
    for (const tensor of tensors) {
      at += write(out, convert(bytes, dataStart + tensor.offset, tensor));
      at += write(out, Buffer.alloc(padded(at, alignment) - at));
    }
  } finally {
    closeSync(out);
  }
}

/** Writes all of it: one `writeSync` may write less. @param {number} file @param {Buffer} data */
function write(file, data) {
  for (let at = 0; at < data.length;) at += writeSync(file, data, at);
  return data.length;
}

/** @param {number} at @param {number} alignment */
function padded(at, alignment) {
  return Math.ceil(at / alignment) * alignment;
}

/** @param {Buffer} bytes */
function readHeader(bytes) {
  if (bytes.toString("latin1", 0, 4) !== "GGUF")
    throw new Error("not a GGUF file: it doesn't begin with GGUF");
  let at = 8;
  const u32 = () => bytes.readUInt32LE((at += 4) - 4);
  const u64 = () => Number(bytes.readBigUInt64LE((at += 8) - 8));
  const text = () => {
    const length = u64();
    return bytes.subarray(at, (at += length));
  };
  /** Moves past one metadata value. @param {number} type */
  const skip = (type) => {
    if (type === STRING) text();
    else if (type === ARRAY) {
      const of = u32();
      for (let left = u64(); left > 0; left -= 1) skip(of);
    } else at += SCALAR_BYTES[type] ?? 0;
  };
  const tensorCount = u64();
  const metadata = [];
  let alignment = 32;
  for (let left = u64(); left > 0; left -= 1) {
    const start = at;
    const key = text().toString();
    const type = u32();
    const valueAt = at;
    skip(type);
    const entry = Buffer.from(bytes.subarray(start, at));
    if (key === "general.alignment") alignment = bytes.readUInt32LE(valueAt);
    if (key === "general.file_type") entry.writeUInt32LE(MOSTLY_F16, valueAt - start);
    metadata.push(entry);
  }
  /** @type {Tensor[]} */
  const tensors = Array.from({ length: tensorCount }, () => {
    const name = text();
    const dims = Array.from({ length: u32() }, u64);
    return {
      name,
      dims,
      type: u32(),
      offset: u64(),
      count: dims.reduce((product, size) => product * size, 1),
    };
  });
  return { tensors, metadata, alignment, dataStart: padded(at, alignment) };
}

/** @param {Tensor[]} tensors @param {Buffer[]} metadata @param {number} alignment */
function header(tensors, metadata, alignment) {
  const parts = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(metadata.length), ...metadata];
  let offset = 0;
  for (const { name, dims, type, count } of tensors) {
    parts.push(
      u64(name.length),
      name,
      u32(dims.length),
      ...dims.map(u64),
      u32(type === F32 ? F32 : F16),
      u64(offset),
    );
    offset += padded(count * (type === F32 ? 4 : 2), alignment);
  }
  const bytes = Buffer.concat(parts);
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length, alignment) - bytes.length)]);
}

/** @param {number} value */
function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** @param {number} value */
function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** One tensor's bytes as they go into the new file. @param {Buffer} bytes @param {number} at @param {Tensor} tensor */
function convert(bytes, at, { name, type, count }) {
  if (type === F32 || type === F16) return bytes.subarray(at, at + count * (type === F32 ? 4 : 2));
  if (type !== Q4_1 && type !== Q8_0)
    throw new Error(`tensor ${name} has type ${type}; only F32, F16, Q4_1 and Q8_0 are read`);
  const out = Buffer.allocUnsafe(count * 2);
  const unpack = type === Q4_1 ? unpackQ4 : unpackQ8;
  const size = type === Q4_1 ? 20 : 34;
  for (let block = 0; block < count / BLOCK; block += 1)
    unpack(bytes, at + block * size, out, block * BLOCK * 2);
  return out;
}

/** Scale and minimum as halves, then 16 bytes: low nibbles are the first 16 weights, high nibbles the others. */
/** @param {Buffer} bytes @param {number} at @param {Buffer} out @param {number} to */
function unpackQ4(bytes, at, out, to) {
  const scale = fromHalf(bytes.readUInt16LE(at));
  const minimum = fromHalf(bytes.readUInt16LE(at + 2));
  for (let quant = 0; quant < 16; quant += 1) levels[quant] = toHalf(quant * scale + minimum);
  for (let index = 0; index < 16; index += 1) {
    const pair = bytes[at + 4 + index] ?? 0;
    out.writeUInt16LE(levels[pair & 15] ?? 0, to + index * 2);
    out.writeUInt16LE(levels[pair >> 4] ?? 0, to + 32 + index * 2);
  }
}

/** Scale as a half, then 32 signed bytes. @param {Buffer} bytes @param {number} at @param {Buffer} out @param {number} to */
function unpackQ8(bytes, at, out, to) {
  const scale = fromHalf(bytes.readUInt16LE(at));
  for (let index = 0; index < BLOCK; index += 1) {
    out.writeUInt16LE(toHalf(bytes.readInt8(at + 2 + index) * scale), to + index * 2);
  }
}

const levels = new Uint16Array(16);
const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** IEEE half to number. @param {number} half */
function fromHalf(half) {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return exponent === 31
    ? fraction
      ? NaN
      : sign * Infinity
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Number to IEEE half, ties to even; too large becomes infinite. (Float16Array is not in Node 20.) @param {number} value */
function toHalf(value) {
  single[0] = value;
  const bits = singleBits[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  // Below half's smallest normal, 2^-14: a multiple of 2^-24.
  if (magnitude < 0x38800000) return sign | roundEven(Math.abs(single[0] ?? 0) * 2 ** 24);
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  // Rounding up may carry into the exponent, and should.
  const odd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + odd) >>> 13);
}

/** @param {number} value - not negative */
function roundEven(value) {
  const down = Math.floor(value);
  const over = value - down;
  return over > 0.5 || (over === 0.5 && down % 2 === 1) ? down + 1 : down;
}
