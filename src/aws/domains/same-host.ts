/** Whether two names of hosts are one. Names in DNS have no case, and may end with a dot. Pure. */
export const isSameHost = (one = '', other = ''): boolean => plain(one) === plain(other);

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');
