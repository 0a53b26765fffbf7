/** The interface to one kind of resource that the probes create, and what all kinds need for their listings. */
import type { Clients } from '../../src/aws/sdk/clients.ts';

export interface Listed {
  readonly id: string;
  readonly name: string;
}

export interface Removable {
  /** Lists all of the account and region, or fewer if the service can filter by the beginning of a name. */
  list(clients: Clients): Promise<Listed[]>;
  /** `undefined`: it is being deleted already. */
  tags(clients: Clients, id: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** A resource that does not exist may cause an error. */
  remove(clients: Clients, id: string): Promise<unknown>;
}

export const byName = (names: readonly (string | undefined)[]): Listed[] =>
  names.map((name = '') => ({ id: name, name }));
/** For resources whose ID ends with their name, such as an ARN or the address of a queue. */
export const byLastPart = (ids: readonly (string | undefined)[]): Listed[] =>
  ids.map((id = '') => ({ id, name: id.split(/[:/]/).at(-1) ?? '' }));
export const withIds = (items: readonly { id?: string | undefined; name?: string | undefined }[]): Listed[] =>
  items.map(({ id = '', name = '' }) => ({ id, name }));
export const record = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

export async function collect<Page, Item>(pages: AsyncIterable<Page>, items: (page: Page) => Item[] | undefined) {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}
