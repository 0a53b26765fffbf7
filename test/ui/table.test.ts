import { describe, expect, it } from 'vitest';
import { table } from '../../src/ui/table.ts';

describe('table', () => {
  it('aligns columns and leaves no trailing blanks', () => {
    expect(
      table([
        ['NAME', 'ID'],
        ['a-long-name', '1'],
        ['b', '22'],
      ]),
    ).toEqual(['NAME         ID', 'a-long-name  1', 'b            22']);
  });

  it('keeps its columns straight with colours', () => {
    expect(
      table(
        [
          ['x', 'y'],
          ['long', 'z'],
        ],
        (cell) => `<${cell}>`,
      ),
    ).toEqual(['<x>     <y>', '<long>  <z>']);
  });
});
