/** HashiCorp's parser for Terraform's language. Its types would bring those of browsers into every file. */
import { createRequire } from 'node:module';

interface Parser {
  parse(name: string, text: string): Promise<Record<string, unknown>>;
}

const require = createRequire(import.meta.url);

export const { parse: parseHcl } = require('@cdktf/hcl2json') as Parser;
