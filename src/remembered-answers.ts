/** What the user chose last time, as the default of the next question. Kept beside the project's local state; never a secret. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface RememberedAnswers {
  get(question: string): string | undefined;
  put(question: string, answer: string): void;
}

export function rememberedAnswers(projectRoot: string): RememberedAnswers {
  const file = join(projectRoot, '.apikit', 'answers.json');
  return {
    get: (question) => read(file)[question],
    put(question, answer) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ ...read(file), [question]: answer }, null, 2)}\n`);
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
