"""Topics of documents and terms: clusters of documents, their terms and names, in two levels."""

from textmine.topics.choice import enough_documents, topic_terms
from textmine.topics.finding import find_topics
from textmine.topics.options import TopicOptions
from textmine.topics.topics import Topics

__all__ = ["TopicOptions", "Topics", "enough_documents", "find_topics", "topic_terms"]
