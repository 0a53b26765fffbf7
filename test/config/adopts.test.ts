/** `adopts` of a stage: what is refused, with file, line and fix. */
import { expect, it } from 'vitest';
import { load, refusal, said } from './project-folder.ts';

const PROJECT = `name: shop
region: eu-west-1
tables:
  items: { key: id }
  others: { key: id, import: Others }
usagePlans: { basic: { rate: 1, burst: 1 } }
`;

it('names the resources that a stage took over', async () => {
  const { stage } = await load(`${PROJECT}stages:
  prod: { adopts: { api: a1b2c3d4e5, tables: { items: Items } } }
  dev: {}
`);
  expect(stage('prod').adopts).toEqual({ api: 'a1b2c3d4e5', tables: { items: 'Items' }, usagePlans: {} });
  expect(stage('dev').adopts).toBeUndefined();
});

it('is refused with all of its problems, for the stage that has them', async () => {
  const { problems } = await refusal(`${PROJECT}stages:
  prod:
    adopts: { api: a1b2c3d4e5, tables: { items: Items, others: Others, itms: Items }, usagePlans: { gold: abcdef } }
  dev:
    adopts: { api: a1b2c3d4e5 }
  far: { region: eu-central-1, adopts: { api: a1b2c3d4e5 } }
  web: { api: http, usagePlans: {}, adopts: { api: b1b2c3d4e5 } }
  pr-*: { tables: empty, adopts: { api: c1b2c3d4e5 } }
  local: { adopts: { api: c1b2c3d4e5 } }
`);
  expect(said(problems).filter((one) => one.includes('adopt') || one.includes('take over'))).toMatchInlineSnapshot(`
    [
      "9:64 tables.others is imported, so apikit does not change it, and adopts.tables takes it over. Remove one of the two settings.",
      "9:78 adopts.tables has itms, but tables does not. Add itms to tables, or remove it here.",
      "9:78 adopts.tables gives items and itms the same Items. Remove one of them.",
      "9:107 adopts.usagePlans has gold, but usagePlans does not. Add gold to usagePlans, or remove it here.",
      "11:20 Stages prod and dev both take over API a1b2c3d4e5, which can belong to one stage only. Remove it from one of them.",
      "13:52 An HTTP API (api: http) has no adopts.api. Remove it from this stage, or use api: rest.",
      "14:34 Stage pr-* is a pattern, which stands for any number of stages, and a resource that exists belongs to one stage only. Move adopts to the stage that takes the resources over.",
      "15:20 Stage local is the embedded cloud, and a resource that exists belongs to one stage only. Move adopts to the stage that takes the resources over.",
    ]
  `);
});

it.each([
  ['{ api: Items API }', 'adopts.api'],
  ['{ tables: { items: "a b" } }', 'adopts.tables.items'],
  ['{ function: items }', 'function'],
])('has no other form: %s', async (adopts, place) => {
  const { problems } = await refusal(`${PROJECT}stages:\n  prod: { adopts: ${adopts} }\n`);
  expect(said(problems).join('\n')).toContain(place);
});
