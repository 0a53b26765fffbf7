/** GetResources: finds resources of all services by tags. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { operation } from '../../cloud/operation.ts';
import { type TaggedResource, taggedResources } from './tagged-resources.ts';

interface TagFilter {
  readonly Key?: string;
  readonly Values?: readonly string[];
}

interface Input {
  readonly TagFilters?: readonly TagFilter[];
  readonly ResourcesPerPage?: number;
  readonly PaginationToken?: string;
}

/** The last page has an empty token, as in botocore's paginator and in responses that users have recorded. */
export const getResources = operation<Input, unknown>({
  name: 'GetResources',
  run(input, context) {
    refuseMembers('Tagging GetResources', input, [
      'TagsPerPage',
      'ResourceTypeFilters',
      'IncludeComplianceDetails',
      'ExcludeCompliantResources',
      'ResourceARNList',
    ]);
    const { TagFilters: filters = [], ResourcesPerPage: size = 50, PaginationToken: token = '' } = input;
    if (!Number.isInteger(size) || size < 1 || size > 100) throw invalid('ResourcesPerPage is to be from 1 to 100.');
    const start = token === '' ? 0 : Number(token);
    if (!Number.isInteger(start) || start < 0) throw invalid('The pagination token is invalid.');
    const found = taggedResources(context).filter((resource) => filters.every((filter) => matches(resource, filter)));
    const end = start + size;
    return {
      ResourceTagMappingList: found.slice(start, end),
      PaginationToken: end < found.length ? String(end) : '',
    };
  },
});

/** "If you don't specify a value for a key, the response returns all resources that are tagged with that key." */
function matches({ Tags }: TaggedResource, { Key, Values = [] }: TagFilter): boolean {
  return Tags.some((tag) => tag.Key === Key && (Values.length === 0 || Values.includes(tag.Value)));
}

const invalid = (message: string) => new AwsError('InvalidParameterException', message);
