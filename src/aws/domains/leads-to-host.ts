/** Whether a name leads to a host by a CNAME record, as the name servers of this machine say. Reads only. */
export async function leadsToHost(name: string, host: string): Promise<boolean> {
  const { Resolver } = await import('node:dns/promises');
  const names = await new Resolver({ timeout: 3_000, tries: 2 }).resolveCname(name).catch(() => []);
  const plain = (text: string) => text.toLowerCase().replace(/\.$/, '');
  return names.some((one) => plain(one) === plain(host));
}
