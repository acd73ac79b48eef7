from django.core.cache import cache


def test_a_redis_and_a_database_of_our_own(db):
    cache.set("a", 1)

    assert cache.get("a") == 1
