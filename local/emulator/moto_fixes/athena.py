"""Tags and saved queries of Athena."""

from moto.athena.models import AthenaBackend
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
