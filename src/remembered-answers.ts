/** What the user chose last time, as the default of the next question. Kept beside the project's local state; never a secret. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainFileError } from './explain-file-error.ts';
import { refuseLinks } from './refuse-links.ts';
import { replaceFile } from './replace-file.ts';

export interface RememberedAnswers {
  get(question: string): string | undefined;
  put(question: string, answer: string): Promise<void>;
}

export function rememberedAnswers(projectRoot: string): RememberedAnswers {
  const file = join(projectRoot, '.apikit', 'answers.json');
  return {
    get: (question) => read(projectRoot, file)[question],
    async put(question, answer) {
      try {
        refuseLinks(projectRoot, file);
        await replaceFile(file, `${JSON.stringify({ ...read(projectRoot, file), [question]: answer }, null, 2)}\n`);
      } catch (error) {
        // In a folder that cannot be written to, the next question has no default.
        if (!explainFileError(error)) throw error;
      }
    },
  };
}

/** A file that is missing or damaged costs a default, nothing more. */
function read(projectRoot: string, file: string): Record<string, string> {
  try {
    refuseLinks(projectRoot, file);
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
