/**
 * Recognizes the attacks that textbooks and scanners try first. AWS does not publish how its rules recognize attacks,
 * so a request that passes here may be blocked on AWS, and the other way round (docs/adr/0027). Every pattern has
 * bounded repetitions, because the texts come from clients.
 */

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', colon: ':' };

/** Decodes percent-encoding twice and HTML entities once: attacks are hidden in these. */
export function decoded(text: string): string {
  return percentDecoded(percentDecoded(text))
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,5}));?/gi, (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .toLowerCase();
}

const percentDecoded = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (coded) => Buffer.from(coded.replaceAll('%', ''), 'hex').toString('utf8'));

const SQL: readonly RegExp[] = [
  // ' or '1'='1, ") and (1=1
  /['"`)]\s{0,9}(?:or|and|\|\||&&)\s{0,9}[('"`]{0,3}[\w.]{0,40}['"`]?\s{0,9}(?:=|<>|!=|<|>|\blike\b)/,
  // or 1=1
  /\b(?:or|and)\s{1,9}(\d{1,9}|'[^']{0,20}')\s{0,9}=\s{0,9}\1(?!\d)/,
  /\bunion\s{1,9}(?:all\s{1,9}|distinct\s{1,9})?\(?\s{0,9}select\b/,
  /;\s{0,9}(?:drop|truncate|alter|create)\s{1,9}(?:table|database|user|view|index)\b/,
  /;\s{0,9}(?:insert\s{1,9}into|delete\s{1,9}from|update\s{1,9}\w{1,60}\s{1,9}set|shutdown|exec)\b/,
  /\b(?:sleep|pg_sleep|benchmark|load_file|extractvalue|updatexml|xp_cmdshell)\s{0,9}\(/,
  /\bwaitfor\s{1,9}delay\s{1,9}'/,
  /\b(?:information_schema\.|sys\.tables|sqlite_master\b|pg_catalog\.)/,
  // admin'--
  /'\s{0,9}(?:--|\/\*)/,
];

export function looksLikeSqlInjection(text: string): boolean {
  const plain = decoded(text).replace(/\/\*[^*]{0,200}\*\//g, ' ');
  return SQL.some((pattern) => pattern.test(plain));
}

const SCRIPT: readonly RegExp[] = [
  /<\/?script[\s/>]/,
  /<[a-z][^<>]{0,200}[\s/"']on[a-z]{3,25}\s{0,9}=/,
  /<(?:iframe|object|embed|applet|base|meta|svg|math)[\s/>]/,
  /(?:javascript|vbscript)\s{0,9}:/,
  /data:text\/html/,
  /["']\s{0,9}on(?:error|load|click|focus|mouseover|pointerenter)\s{0,9}=/,
];

export function looksLikeScript(text: string): boolean {
  const plain = decoded(text);
  return SCRIPT.some((pattern) => pattern.test(plain));
}

/** A path that leaves its folder. */
export const looksLikeTraversal = (text: string): boolean => /(?:^|[/\\=])\.\.(?:[/\\]|$)/.test(decoded(text));

export const namesSystemFile = (text: string): boolean =>
  /\/(?:etc\/(?:passwd|shadow|hosts|group)|proc\/(?:self|version|\d{1,9}\/))/.test(decoded(text));

export const namesMetadataService = (text: string): boolean => /169\.254\.169\.254|fd00:ec2::254/.test(decoded(text));

/** Log4j looks up such names, also if they are written in parts: `${${lower:j}ndi:…}`. */
export const looksUpNames = (text: string): boolean =>
  /\$\{(?:jndi|\$\{[^}]{0,40}\}|[a-z:]{0,20}\$\{)[^}]{0,60}[:}]/.test(decoded(text));

export const looksLikeShell = (text: string): boolean =>
  /(?:[;|&`]|\$\()\s{0,9}(?:cat|ls|id|whoami|wget|curl|nc|bash|sh|echo)\s{1,9}[-/\w$]/.test(decoded(text));
