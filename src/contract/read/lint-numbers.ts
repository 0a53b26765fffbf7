/** Reports numbers that YAML allows and JSON does not. Pure. */
import type { Path } from '../../config/problem.ts';

/** Visits each node once, even if aliases repeat it. */
export function lintNumbers(data: unknown, say: (path: Path, message: string) => void): void {
  const seen = new Set<object>();
  visit(data, []);

  function visit(value: unknown, path: (string | number)[]): void {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      say([...path], `JSON does not allow ${String(value)}.`);
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
