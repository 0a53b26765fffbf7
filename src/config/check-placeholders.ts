/** Finds placeholders of other tools. apikit does not replace them: it warns and deploys the text as it is. Pure. */
import type { Path, Problem } from './problem.ts';
import type { Source } from './source.ts';

/**
 * `${env:X}` of Serverless Framework, `${AWS::Region}` and `{{resolve:…}}` of CloudFormation, and `${X}` alone of a
 * shell.
 */
const PLACEHOLDER =
  /\$\{(?:env|self|opt|sls|file|ssm|cf|s3|param|aws|git|output|terraform|doppler|vault|strToBool)[:(][^}]*\}|\$\{AWS::\w+\}|\{\{resolve:[^}]*\}\}|^\$\{[A-Z][A-Z0-9_]*\}$/;

/** Returns a warning, not an error, for each text with a placeholder: the user may mean the text literally. */
export function placeholderWarnings(source: Source): Problem[] {
  return [...texts(source.data, [])].flatMap(({ path, text }) => {
    const [placeholder] = PLACEHOLDER.exec(text) ?? [];
    // In permissions such a text is either a variable of IAM or an error.
    if (placeholder === undefined || path.includes('permissions')) return [];
    const message = `${placeholder} is a placeholder of other tools; apikit uses it literally, as text.`;
    return source.problem(path, message, fixFor(path), { severity: 'warning' });
  });
}

function fixFor(path: Path): string {
  return path.includes('environment')
    ? 'Write the value, one for each stage under stages:, or refer to a secret under function.secrets. If you mean this text, leave it.'
    : 'Write the value, one for each stage under stages:. If you mean this text, leave it.';
}

function* texts(value: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  const steps: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [step, inner] of steps) yield* texts(inner, [...path, step]);
}
