/** The text of a change in a plan: short values side by side, and documents by their added and removed parts. */
import { describe, expect, it } from 'vitest';
import { fieldLines } from '../../src/ui/plan-text.ts';
import { themeFor } from '../../src/ui/theme.ts';

const plain = themeFor({ isTTY: false, write: () => {} }, { env: {} }, true);
const lines = (from: unknown, to: unknown) => fieldLines({ path: 'it', from, to }, plain);

describe('a change in a plan', () => {
  it('is a line if both values are short', () => {
    expect(lines(5, 100)).toEqual(['it: 5 → 100']);
    expect(lines(undefined, { $ref: 'api', attribute: 'id' })).toEqual(['it: (none) → (known after api)']);
  });

  it('in a statement shows added and deleted parts', () => {
    const statement = (...Action: string[]) => ({ Sid: 'Tables', Effect: 'Allow', Action, Resource: ['arn:items'] });
    expect(
      lines(statement('dynamodb:GetItem', 'dynamodb:Scan'), statement('dynamodb:PutItem', 'dynamodb:GetItem')),
    ).toEqual(['it:', '  - Action dynamodb:Scan', '  + Action dynamodb:PutItem']);
  });

  it('in a whole policy is shown statement by statement', () => {
    const [had, wanted] = ['old', 'new'].map((name) => ({
      Version: '2012-10-17',
      Statement: [{ Sid: 'Secrets', Effect: 'Allow', Action: 'ssm:GetParameter', Resource: { 'Fn::Sub': name } }],
    }));
    expect(lines(had, wanted)).toEqual([
      'it:',
      '  - Statement.Secrets.Resource.Fn::Sub old',
      '  + Statement.Secrets.Resource.Fn::Sub new',
    ]);
    expect(lines(undefined, had)).toContain('  + Statement.Secrets.Action ssm:GetParameter');
  });

  it('in a long JSON text is shown inside it', () => {
    const format = (more: object) => JSON.stringify({ requestId: '$context.requestId', ip: 'x'.repeat(200), ...more });
    expect(lines(format({ status: 1 }), format({ status: 2 }))).toEqual(['it:', '  - status 1', '  + status 2']);
  });

  it('in a large document is found at once, and a value that occurs twice is counted', () => {
    const document = (more: number[]) => ({ Statement: [...Array.from({ length: 50_000 }, (_, n) => n), ...more] });
    expect(lines(document([7, 7, 8]), document([7]))).toEqual(['it:', '  - Statement 7', '  - Statement 8']);
  });
});
