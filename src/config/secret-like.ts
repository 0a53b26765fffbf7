/** Recognises text that may be a secret in the wrong place. apikit never prints it. Pure. */
import type { Path } from './problem.ts';

export const HIDDEN = '(hidden)';

/**
 * Formats that the issuers of keys document, so that users can find keys in the wrong place. Each repetition before
 * another part is bounded: a long text takes time in proportion to its length.
 */
const FORMS: readonly RegExp[] = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/, // access keys of AWS
  /\b(sk|rk|pk)_(live|test)_\w{4,}/, // Stripe
  /\bsk-[\w-]{16,}/, // OpenAI, Anthropic
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}/, // GitHub
  /\bglpat-[\w-]{16,}/, // GitLab
  /\bxox[abeoprs]-[\w-]{10,}|hooks\.slack\.com\/services\//, // Slack
  /\bAIza[\w-]{30,}/, // Google
  /\bnpm_\w{30,}/, // npm
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/, // SendGrid
  /\beyJ[\w-]{10,1000}\.eyJ[\w-]{10,1000}/, // a JSON web token
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]*:[^\s:/@]+@/i, // a URL with a password
];

/** Variables that contain only secrets. `SECRET_NAME` and `TOKEN_URL` end differently. */
const NAMES = /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|SECRET_KEY|PRIVATE_KEY|API_?KEY|ACCESS_TOKEN|AUTH_TOKEN)$/i;

const hasFormOfSecret = (text: string): boolean => FORMS.some((form) => form.test(text));

/** Returns the text with everything that looks like a secret hidden. */
export function withoutForms(text: string): string {
  return FORMS.reduce(
    (left, form) => left.replace(new RegExp(`${form.source}[^\\s"',]*`, `g${form.flags}`), HIDDEN),
    text,
  );
}

/** Whether a variable probably contains a secret: by the form of its value, or by its name. */
export function isSecretVariable(name: string, value: string): boolean {
  return hasFormOfSecret(value) || (NAMES.test(name) && value !== '');
}

/**
 * Whether the value at a path may be a secret: everything below `function.secrets`, and everything that looks like a
 * secret.
 */
export function isHidden(path: Path, value: unknown): boolean {
  if (isBelowSecrets(path)) return true;
  if (typeof value === 'string' && hasFormOfSecret(value)) return true;
  const name = path.at(-1);
  return typeof name === 'string' && path.at(-2) === 'environment' && isSecretVariable(name, String(value));
}

/** Whether the path is below `function.secrets`, of the project or of a stage. */
export function isBelowSecrets(path: Path): boolean {
  return path.some((part, index) => part === 'secrets' && path[index - 1] === 'function');
}
