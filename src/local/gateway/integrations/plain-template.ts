/** Mapping templates without Velocity: the text as it is. Velocity is refused by name when the template is used. */
import { configurationError } from '../gateway-error.ts';

const VELOCITY =
  /#(?:set|if|elseif|else|end|foreach|break|stop|macro|parse|include|define|evaluate|\*|#|\{)|\$!?\{?[A-Za-z]/;

/** `where` says which template, for the log. */
export function compilePlainTemplate(text: string, where: string): () => string {
  const construct = VELOCITY.exec(text)?.[0];
  if (construct === undefined) return () => text;
  return () => {
    throw configurationError(`${where} uses Velocity ("${construct}"), which is not emulated yet`);
  };
}
