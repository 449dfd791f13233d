"""Tags and saved queries of Athena, and what queries find."""

import json

import own_api
from moto.athena.models import AthenaBackend, QueryResults, athena_backends
from moto.athena.responses import AthenaResponse


def list_no_tags():
    """Athena returns an empty list for what has no tags; moto returns an error, and a deployment fails."""
    list_tags = AthenaBackend.list_tags_for_resource

    def list_tags_for_resource(self, resource_arn):
        return list_tags(self, resource_arn) or {"Tags": []}

    AthenaBackend.list_tags_for_resource = list_tags_for_resource


def delete_named_queries():
    """moto makes named queries and cannot delete them, so that changing one would be tried for minutes in vain."""

    def delete_named_query(self):
        self.athena_backend.named_queries.pop(self._get_param("NamedQueryId"), None)
        return "{}"

    AthenaResponse.delete_named_query = delete_named_query


def find_what_it_is_told():
    """Adds to moto's own API: `POST /emulator/athena?account=<id>&rows=<JSON>`, rows that the next query of the account
    in us-east-1 finds, those of texts, the first with the names of the columns. Nothing here runs SQL."""

    def tell(query):
        rows = json.loads(query["rows"][0])
        results = QueryResults(
            rows=[{"Data": [{"VarCharValue": text} for text in row]} for row in rows],
            column_info=[{"Name": name, "Type": "varchar"} for name in rows[0]],
        )
        athena_backends[query["account"][0]]["us-east-1"].query_results_queue.append(results)
        return 200, {}

    own_api.add("/emulator/athena", tell)
