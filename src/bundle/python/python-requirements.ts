/**
 * Parses a requirements file with an allowlist. The file may come from another author, and pip would read options from
 * it that override apikit's: `--no-binary` builds a package, which runs its code, and `${NAME}` in an address sends a
 * variable of this machine away (https://pip.pypa.io/en/stable/reference/requirements-file-format/). So pip never reads
 * the file itself, only the parsed lines. Pure.
 */

export interface Requirements {
  /** The names of the packages in the file's spelling. */
  readonly names: readonly string[];
  /** Packages and options without comments, for a file that apikit writes. Continued lines are joined. */
  readonly lines: readonly string[];
  /** Lines that are not on the allowlist. */
  readonly refused: readonly string[];
}

/** Python's line ends, which are more than Node's (https://docs.python.org/3/library/stdtypes.html#str.splitlines). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they end a line for pip
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
const COMMENT = /(?:^|\s)#.*$/;

const NAME = '[A-Za-z0-9](?:[\\w.-]*[A-Za-z0-9])?';
const VERSIONS = '(?:(?:===|==|~=|!=|<=|>=|<|>)\\s*[\\w.*+!-]+\\s*,?\\s*)*';
const HASHES = '(?:\\s+--hash=sha\\d{3}:[0-9a-f]+)*';
const PACKAGE = new RegExp(
  `^(${NAME})\\s*(?:\\[[\\w\\s,.-]*\\])?\\s*(?:\\(\\s*${VERSIONS}\\)|${VERSIONS})\\s*(?:;[\\w\\s.'"<>=!~()]+)?${HASHES}$`,
);
/** The sources of wheels, and which wheels are valid. */
const OPTION =
  /^(?:(?:--index-url|-i|--extra-index-url|--find-links|-f)(?:\s+|=)[^\s$]+|--no-index|--pre|--prefer-binary|--require-hashes)$/;

export function readRequirements(text: string): Requirements {
  const names: string[] = [];
  const lines: string[] = [];
  const refused: string[] = [];
  for (const line of logicalLines(text)) {
    const name = PACKAGE.exec(line)?.[1];
    if (name !== undefined) names.push(name);
    if (name !== undefined || OPTION.test(line)) lines.push(line);
    else refused.push(line);
  }
  return { names, lines, refused };
}

function logicalLines(text: string): string[] {
  const found: string[] = [];
  let begun = '';
  for (const physical of text.replace(/^\ufeff/, '').split(LINE_END)) {
    const line = physical.replace(COMMENT, '').trim();
    if (line.endsWith('\\')) {
      begun += `${line.slice(0, -1).trim()} `;
      continue;
    }
    const whole = `${begun}${line}`.trim();
    begun = '';
    if (whole !== '') found.push(whole);
  }
  return begun.trim() === '' ? found : [...found, begun.trim()];
}
