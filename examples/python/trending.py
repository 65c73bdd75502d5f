"""Prints what is trending and what a search finds: trending.py HOST:PORT QUERY.
"""

import os
import sys

import google
import grpc

# Stubs of google/api lie beside broadsheet's, while the package google is
# protobuf's own: let it look in both places.
google.__path__ = list(google.__path__) + [
    os.path.join(folder, 'google') for folder in sys.path]

from broadsheet.v1 import recommend_service_pb2  # noqa: E402
from broadsheet.v1 import recommend_service_pb2_grpc  # noqa: E402

DEADLINE_SECONDS = 10


def show(heading, papers):
    print(heading)
    for listed in papers:
        print(f'  {listed.paper.id}  {listed.paper.title}')


def main():
    if len(sys.argv) != 3:
        sys.exit('usage: trending.py HOST:PORT QUERY')
    address, query = sys.argv[1:]
    with grpc.insecure_channel(address) as channel:
        stub = recommend_service_pb2_grpc.RecommendServiceStub(channel)
        trending = stub.Trending(
            recommend_service_pb2.TrendingRequest(page_size=5),
            timeout=DEADLINE_SECONDS)
        show('Trending', trending.papers)
        found = stub.Search(
            recommend_service_pb2.SearchRequest(query=query, page_size=5),
            timeout=DEADLINE_SECONDS)
        show('Found', found.papers)


if __name__ == '__main__':
    main()
