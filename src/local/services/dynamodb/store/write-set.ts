/**
 * The writes of one request. They see the writes of the requests that were decided before, and each other. A request is
 * decided without a pause, so no other request runs in between, and its writes go to the database as one batch.
 */
import type { Item } from '../items/attribute-value.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Level, LevelWrite } from './level.ts';

export class WriteSet {
  readonly writes: Map<string, LevelWrite>;
  readonly #level: Level;
  readonly #committing: GroupCommit;

  constructor(level: Level, committing: GroupCommit, writes: ReadonlyMap<string, LevelWrite> = new Map()) {
    this.#level = level;
    this.#committing = committing;
    this.writes = new Map(writes);
  }

  get(key: string): Item | undefined {
    const written = this.writes.get(key) ?? this.#committing.find(key);
    const text = written ? (written.type === 'put' ? written.value : undefined) : this.#level.getSync(key);
    return text === undefined ? undefined : (JSON.parse(text) as Item);
  }

  put(key: string, value: object): void {
    this.writes.set(key, { type: 'put', key, value: JSON.stringify(value) });
  }

  delete(key: string): void {
    this.writes.set(key, { type: 'del', key });
  }

  /** Returns a copy whose writes are not those of the request. */
  rehearsal(): WriteSet {
    return new WriteSet(this.#level, this.#committing, this.writes);
  }
}
