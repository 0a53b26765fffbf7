/** What the user chose last time, as the default of the next question. Kept beside the project's local state; never a secret. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainFileError } from './explain-file-error.ts';
import { replaceFile } from './replace-file.ts';

export interface RememberedAnswers {
  get(question: string): string | undefined;
  put(question: string, answer: string): Promise<void>;
}

export function rememberedAnswers(projectRoot: string): RememberedAnswers {
  const file = join(projectRoot, '.apikit', 'answers.json');
  return {
    get: (question) => read(file)[question],
    async put(question, answer) {
      try {
        await replaceFile(file, `${JSON.stringify({ ...read(file), [question]: answer }, null, 2)}\n`);
      } catch (error) {
        // In a folder that cannot be written to, the next question has no default.
        if (!explainFileError(error)) throw error;
      }
    },
  };
}

/** A file that is missing or damaged costs a default, nothing more. */
function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
