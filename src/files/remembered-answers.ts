/**
 * The user's last answers, which are the defaults of the next prompts. The file is beside the project's local state and
 * never holds a secret.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainFileError } from './explain-file-error.ts';
import { refuseLinks } from './refuse-links.ts';

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
        const { replaceFile } = await import('./replace-file.ts');
        await replaceFile(file, `${JSON.stringify({ ...read(projectRoot, file), [question]: answer }, null, 2)}\n`);
      } catch (error) {
        // If the folder is not writable, the next prompt has no default.
        if (!explainFileError(error)) throw error;
      }
    },
  };
}

/** If the file is missing or damaged, the prompts have no defaults. */
function read(projectRoot: string, file: string): Record<string, string> {
  try {
    refuseLinks(projectRoot, file);
    const answers: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Object.fromEntries(Object.entries(answers ?? {}).filter(([, answer]) => typeof answer === 'string'));
  } catch {
    return {};
  }
}
