import { expect, test } from 'vitest';
import { ITEM_ACTIONS } from '../../../src/bundle/actions/sdk-actions.ts';
import { importedTexts, pythonActions } from '../../../src/bundle/python/python-actions.ts';

const dynamodb = (...verbs: string[]) => verbs.map((verb) => `dynamodb:${verb}`);

test('the actions of a handler follow from the methods in its imported modules', () => {
  const sources = {
    'handler.py': 'from generated.contract import routes\nimport json, other.thing as thing\n',
    'generated/contract.py': 'from crud.get import get_operation\n',
    'crud/get.py': 'from .read import (\n    find,  # one\n    more,\n)\n',
    'crud/read.py': 'def find(client):\n    return client.get_item()\n',
    'crud/scan_page.py': 'def scan_page(client):\n    return client.scan()\n',
    'other/__init__.py': 'import reports\n',
    'other/thing.py': '# put_item is not for us\nclient.get_paginator("query")\nrequest.query.get("a")\n',
    'reports.py': 'def send(client, write):\n    write(client.transact_write_items)\n',
  };
  expect(pythonActions(importedTexts(sources, 'handler.py'))).toEqual(
    dynamodb('ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
  );
});

test('a module beside the entry is found by a relative import of its name', () => {
  const sources = { 'app.py': 'from . import db\n', 'db.py': 'table.put_item()\n' };
  expect(pythonActions(importedTexts(sources, 'app.py'))).toEqual(dynamodb('PutItem'));
});

test('a module that is named at run time is found by its name', () => {
  const sources = {
    'handler.py': 'import_module("authorizers.my-key").authorize\n',
    'authorizers/my-key.py': 'client.get_item()\n',
  };
  expect(pythonActions(importedTexts(sources, 'handler.py'))).toEqual(dynamodb('GetItem'));
});

test.each(['exec(code)', '__import__(name)'])('%s may do anything with items', (code) => {
  expect(pythonActions(importedTexts({ 'handler.py': code }, 'handler.py'))).toEqual(ITEM_ACTIONS);
});

test.each(['', 'vendor/'])("AWS's SDK in the folder %j is not read: the handler chooses what it calls", (folder) => {
  const sources = {
    'handler.py': 'import boto3\nboto3.client("dynamodb").get_item()\n',
    [`${folder}boto3/__init__.py`]: 'from botocore.session import run\nclient.put_item()\n',
    [`${folder}botocore/session.py`]: 'exec(code)\n',
  };
  expect(pythonActions(importedTexts(sources, 'handler.py'))).toEqual(dynamodb('GetItem'));
});
