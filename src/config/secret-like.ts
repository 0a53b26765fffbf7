/** What could be a secret that somebody typed into the wrong place, and is therefore never repeated. Pure. */
import type { Path } from './problem.ts';

export const HIDDEN = '(hidden)';

/** Forms that the issuers of keys document, so that their users can find them in the wrong place. */
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
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./, // a JSON web token
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:[^\s:/@]+@/i, // a URL with a password
];

/** Variables that hold nothing else. `SECRET_NAME` and `TOKEN_URL` end in other words. */
const NAMES = /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|SECRET_KEY|PRIVATE_KEY|API_?KEY|ACCESS_TOKEN|AUTH_TOKEN)$/i;

const hasFormOfSecret = (text: string): boolean => FORMS.some((form) => form.test(text));

/** A text for people, without what has the form of a secret. */
export function withoutForms(text: string): string {
  return FORMS.reduce(
    (left, form) => left.replace(new RegExp(`${form.source}[^\\s"',]*`, `g${form.flags}`), HIDDEN),
    text,
  );
}

/** A variable with a value that is probably a secret: by the value's form, or by a name that promises one. */
export function isSecretVariable(name: string, value: string): boolean {
  return hasFormOfSecret(value) || (NAMES.test(name) && value !== '');
}

/** Whether what stands at a path may be a secret: everything below `function.secrets`, and what has the form of one. */
export function isHidden(path: Path, value: unknown): boolean {
  if (isBelowSecrets(path)) return true;
  if (typeof value === 'string' && hasFormOfSecret(value)) return true;
  const name = path.at(-1);
  return typeof name === 'string' && path.at(-2) === 'environment' && isSecretVariable(name, String(value));
}

/** `function.secrets`, of the project or of a stage. */
export function isBelowSecrets(path: Path): boolean {
  return path.some((part, index) => part === 'secrets' && path[index - 1] === 'function');
}
