/**
 * `apikit export postman`: writes the contract as a Postman collection that runs from its first request to its last.
 */
import { exportCommand } from '../parts/openapi/export-walk.ts';

export const exportPostman = exportCommand('postman', 'api.postman_collection.json', async () => {
  const { postmanCollection } = await import('../../contract/export/postman.ts');
  return (walk, address) => `${JSON.stringify(postmanCollection(walk, address), null, 2)}\n`;
});
