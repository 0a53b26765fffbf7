/** Texts that other tools replace and apikit does not: warned of, and deployed as they are written. Pure. */
import type { Path, Problem } from './problem.ts';
import type { Source } from './source.ts';

/** Serverless Framework's `${env:X}`, CloudFormation's `${AWS::Region}` and `{{resolve:…}}`, and a shell's `${X}` alone. */
const PLACEHOLDER =
  /\$\{(?:env|self|opt|sls|file|ssm|cf|s3|param|aws|git|output|terraform|doppler|vault|strToBool)[:(][^}]*\}|\$\{AWS::\w+\}|\{\{resolve:[^}]*\}\}|^\$\{[A-Z][A-Z0-9_]*\}$/;

/** A warning for each text of the file that has one, so that whoever means it literally can go on. */
export function placeholderWarnings(source: Source): Problem[] {
  return [...texts(source.data, [])].flatMap(({ path, text }) => {
    const [placeholder] = PLACEHOLDER.exec(text) ?? [];
    // In permissions such a text is either a variable of IAM or refused.
    if (placeholder === undefined || path.includes('permissions')) return [];
    const message = `${placeholder} is replaced by other tools; apikit takes it literally, as text.`;
    return source.problem(path, message, fixFor(path), { severity: 'warning' });
  });
}

function fixFor(path: Path): string {
  return path.includes('environment')
    ? 'Write the value, one for each stage under stages:, or keep a secret under function.secrets. If you mean this text, leave it.'
    : 'Write the value, one for each stage under stages:. If you mean this text, leave it.';
}

function* texts(value: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  const steps: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [step, inner] of steps) yield* texts(inner, [...path, step]);
}
