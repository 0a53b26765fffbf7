import unittest

from operations.__name__ import __name__
from api.errors import HttpError
from tests.services import test_services


class Test(unittest.TestCase):
    def test_it_is_not_implemented_yet(self):
        with self.assertRaises(HttpError) as raised:
            __name__(None, test_services())
        self.assertEqual((raised.exception.status, raised.exception.code), (501, "NOT_IMPLEMENTED"))
