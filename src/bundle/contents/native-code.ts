/** Reads from the first bytes of a compiled library which system and processor it was built for. Pure. */

export interface Machine {
  /** Node.js's name: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** Node.js's name: `x64`, `arm64`. */
  readonly arch: string;
}

/** `e_machine` of an ELF header (https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html). */
const ELF_MACHINES: Readonly<Record<number, string>> = { 3: 'ia32', 40: 'arm', 62: 'x64', 183: 'arm64' };

/** `cputype` of a Mach-O header (mach/machine.h). */
const MACH_CPUS: Readonly<Record<number, string>> = { 16777223: 'x64', 16777228: 'arm64' };

/**
 * Returns `undefined` if the file is not a compiled library. `arch` is `any` if the file contains several
 * architectures.
 */
export function builtFor(contents: Buffer): Machine | undefined {
  if (contents.length < 20) return undefined;
  const magic = contents.readUInt32BE(0);
  if (magic === 0x7f454c46) {
    return { platform: 'linux', arch: ELF_MACHINES[contents.readUInt16LE(18)] ?? 'unknown' };
  }
  if (magic === 0xcffaedfe) return { platform: 'darwin', arch: MACH_CPUS[contents.readUInt32LE(4)] ?? 'unknown' };
  if (magic === 0xcafebabe) return { platform: 'darwin', arch: 'any' };
  if (contents.toString('latin1', 0, 2) === 'MZ') return { platform: 'win32', arch: 'any' };
  return undefined;
}

/** Lambda has glibc. Packages that have builds for both mark the other one with the name musl. */
export function runsOn(machine: Machine, path: string, built: Machine): boolean {
  return built.platform === machine.platform && built.arch === machine.arch && !/musl/.test(path);
}
