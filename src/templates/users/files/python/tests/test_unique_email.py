import unittest

from tests.call import start_api
from tests.example import another, example

ONE = "/users/{userId}"


class UniqueEmailTest(unittest.TestCase):
    def test_an_email_belongs_to_one_user_in_any_case_of_letters(self):
        call = start_api()
        self.assertEqual(call("POST /users", body=example).status, 201)
        self.refuses(call("POST /users", body={**another, "email": example["email"].upper()}))

        second = call("POST /users", body=another).body
        path = {"userId": second["userId"]}
        self.refuses(call(f"PATCH {ONE}", path=path, body={"email": example["email"]}))
        self.refuses(call(f"PUT {ONE}", path=path, body={**another, "email": example["email"]}))
        self.assertEqual(call(f"GET {ONE}", path=path).body, second)

    def test_an_email_can_be_used_again_after_its_user_changes_it_or_is_deleted(self):
        call = start_api()
        path = {"userId": call("POST /users", body=example).body["userId"]}
        self.assertEqual(call(f"PATCH {ONE}", path=path, body={"email": "new@example.com"}).status, 200)
        self.assertEqual(call("POST /users", body=example).status, 201)
        self.assertEqual(call(f"DELETE {ONE}", path=path).status, 204)
        self.assertEqual(call("POST /users", body={**another, "email": "new@example.com"}).status, 201)

    def refuses(self, answer):
        self.assertEqual((answer.status, answer.body["code"]), (409, "CONFLICT"))
        self.assertEqual(answer.body["details"], [{"path": "/email", "message": "is taken"}])


if __name__ == "__main__":
    unittest.main()
