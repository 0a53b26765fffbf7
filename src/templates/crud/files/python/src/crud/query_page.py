"""Reads one page of the items with the given values in the keys of a table or an index."""

from crud.attributes import to_attribute


def query_page(services, page, values, index_name):
    return services.dynamodb.query(
        **page,
        **({} if index_name is None else {"IndexName": index_name}),
        KeyConditionExpression=" AND ".join(f"#k{at} = :v{at}" for at in range(len(values))),
        ExpressionAttributeNames={f"#k{at}": name for at, name in enumerate(values)},
        ExpressionAttributeValues={f":v{at}": to_attribute(value) for at, value in enumerate(values.values())},
    )
