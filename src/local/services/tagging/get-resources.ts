/** GetResources: finds resources of all services by tags. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { TagFilter } from '../../models/tag.ts';
import { operation } from './operation.ts';
import { type TaggedResource, taggedResources } from './tagged-resources.ts';

/** The last page has an empty token, as in botocore's paginator and in responses that users have recorded. */
export const getResources = operation('GetResources', (input, context) => {
  refuseMembers('Tagging GetResources', input, [
    'TagsPerPage',
    'ResourceTypeFilters',
    'IncludeComplianceDetails',
    'ExcludeCompliantResources',
    'ResourceARNList',
  ]);
  const { TagFilters: filters = [], ResourcesPerPage: size = 50, PaginationToken: token } = input;
  if (!Number.isInteger(size) || size < 1 || size > 100) throw invalid('ResourcesPerPage is to be from 1 to 100.');
  const found = taggedResources(context).filter((resource) => filters.every((filter) => matches(resource, filter)));
  const { items, next = '' } = page(found, size, token);
  return { ResourceTagMappingList: items, PaginationToken: next };
});

/** "If you don't specify a value for a key, the response returns all resources that are tagged with that key." */
function matches({ Tags }: TaggedResource, { Key, Values = [] }: TagFilter): boolean {
  return Tags.some((tag) => tag.Key === Key && (Values.length === 0 || Values.includes(tag.Value)));
}

const invalid = (message: string) => new AwsError('InvalidParameterException', message);

const page = pagesOf(() => invalid('The pagination token is invalid.'));
