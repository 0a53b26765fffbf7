"""An in-memory DynamoDB with the features that src/crud/ uses: tables with items by key, and the conditions of
writes."""

import re


class AwsError(Exception):
    """The part of botocore's ClientError that handlers use."""

    def __init__(self, code, message="", **response):
        super().__init__(message)
        self.response = {"Error": {"Code": code, "Message": message}, **response}


class MemoryDynamoDb:
    """`keys` contains the key attributes of each table, by name."""

    def __init__(self, keys):
        self.keys = keys
        self.tables = {name: {} for name in keys}

    def get_item(self, *, TableName, Key, **_options):
        found = self.tables[TableName].get(self._id(TableName, Key))
        return {} if found is None else {"Item": found}

    def put_item(self, **write):
        self._require(write)
        self._write(write)

    def delete_item(self, **write):
        self._require(write)
        self._write(write)

    def transact_write_items(self, *, TransactItems, **_options):
        writes = [write for item in TransactItems for write in item.values()]
        codes = ["None" if self._fits(write) else "ConditionalCheckFailed" for write in writes]
        if set(codes) != {"None"}:
            reasons = [{"Code": code} for code in codes]
            raise AwsError("TransactionCanceledException", CancellationReasons=reasons)
        for write in writes:
            self._write(write)

    def scan(self, *, TableName, Limit, ExclusiveStartKey=None):
        return self._page(TableName, Limit, ExclusiveStartKey, {})

    def query(self, *, TableName, Limit, ExclusiveStartKey=None, **condition):
        names, values = condition["ExpressionAttributeNames"], condition["ExpressionAttributeValues"]
        wanted = {name: values[f":v{place[2:]}"] for place, name in names.items()}
        return self._page(TableName, Limit, ExclusiveStartKey, wanted)

    def _id(self, table, item):
        return str([item[name] for name in self.keys[table]])

    def _found(self, write):
        return self.tables[write["TableName"]].get(self._id(write["TableName"], write.get("Item") or write["Key"]))

    def _fits(self, write):
        found = self._found(write)
        parts = write.get("ConditionExpression", "").split(" OR ")
        return any(self._part_fits(part, write, found) for part in parts)

    def _part_fits(self, part, write, found):
        if part == "" or re.fullmatch(r"attribute_not_exists\(#?\w+\)", part):
            return part == "" or found is None
        name, value = part.split(" = ")
        wanted = write["ExpressionAttributeValues"][value]
        return found is not None and found.get(write["ExpressionAttributeNames"][name]) == wanted

    def _require(self, write):
        if not self._fits(write):
            raise AwsError("ConditionalCheckFailedException")

    def _write(self, write):
        table = self.tables[write["TableName"]]
        if "Item" in write:
            table[self._id(write["TableName"], write["Item"])] = write["Item"]
        else:
            table.pop(self._id(write["TableName"], write["Key"]), None)

    def _page(self, name, limit, after, wanted):
        table = self.tables[name]
        ids = [each for each in sorted(table) if after is None or each > self._id(name, after)]
        items = [table[each] for each in ids]
        found = [item for item in items if all(item.get(key) == value for key, value in wanted.items())]
        last = {"LastEvaluatedKey": found[limit - 1]} if len(found) > limit else {}
        return {"Items": found[:limit], **last}
