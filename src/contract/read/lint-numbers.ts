/** Numbers that YAML has and JSON has not. Pure. */
import type { Path } from '../../config/problem.ts';

/** Visits each thing once, also one that aliases repeat. */
export function lintNumbers(data: unknown, say: (path: Path, message: string) => void): void {
  const seen = new Set<object>();
  visit(data, []);

  function visit(value: unknown, path: (string | number)[]): void {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      say([...path], `JSON has no ${String(value)}.`);
    } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      for (const [key, each] of Object.entries(value)) {
        path.push(key);
        visit(each, path);
        path.pop();
      }
    }
  }
}
