// The release of botocore whose service models are used: for the tables of the embedded cloud, and to test them.
export const BOTOCORE = {
  version: '1.44.8',
  url: 'https://files.pythonhosted.org/packages/2f/17/07eed244563fb67782ea5ed3ec8646390d9baccb8a02b0d8bc42a6cdd064/botocore-1.44.8-py3-none-any.whl',
  sha256: '76342a76c338701db80dcb8afe1c9bd079283d6fffbb9d881442abb02a215043',
};

/** The services whose IDs in the embedded cloud differ from their names in botocore. */
const NAMES = { states: 'stepfunctions', tag: 'resourcegroupstaggingapi' };

export const botocoreName = (id) => NAMES[id] ?? id;
