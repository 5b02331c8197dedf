"""Sentences that are shown for a little while."""

from app.node.news import News


def test_news_are_newest_first_until_forgotten() -> None:
    changes: list[None] = []
    news = News(lambda: changes.append(None))
    news.tell("hall is connected.")
    news.tell("hall has left.")
    assert news.recent() == ("hall has left.", "hall is connected.")
    news.forget()
    assert news.recent() == ()
    assert len(changes) == 3, "each time the faces are told"
