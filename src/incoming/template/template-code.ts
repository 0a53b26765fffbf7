/** Finds the code of a function of a template: in the template itself, or in a folder. Pure. */
import { textOf } from '../../contract/model/json.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import type { CodeFiles } from '../code/code-files.ts';
import type { TemplateResource } from './template.ts';

/** The code that the template itself contains: Lambda names its file `index`. */
export function inlineCode({ properties }: TemplateResource): CodeFiles | undefined {
  const text = textOf(properties.InlineCode);
  if (text === undefined) return undefined;
  const isModule = /^\s*(?:import|export)\b/m.test(text);
  const ending = String(properties.Runtime).startsWith('python') ? 'py' : isModule ? 'mjs' : 'js';
  return new Map([[`index.${ending}`, new TextEncoder().encode(text)]]);
}

/** Returns `CodeUri`, relative to the template. Throws `CodeNotFound` for code that is not in a folder. */
export function codeFolder({ id, properties, place }: TemplateResource): string {
  const uri = textOf(properties.CodeUri) ?? (properties.CodeUri === undefined ? '.' : undefined);
  const isZip = uri?.endsWith('.zip') === true || uri?.startsWith('s3://') === true;
  if (uri === undefined || isZip || properties.PackageType === 'Image') {
    throw new ApikitError(
      'CodeNotFound',
      `${place()}: the code of ${id} is not in a folder beside the template. Nothing was written.`,
      {
        exitCode: EXIT.usage,
        hint: 'Put the code into a folder beside or below this file, and name that folder as the code of the function.',
      },
    );
  }
  return uri;
}
