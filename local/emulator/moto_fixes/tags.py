"""Tags that are given as a resource is made."""

import xmltodict
from moto.kinesis.responses import KinesisResponse
from moto.s3.responses import S3Response


def tag_buckets():
    """CreateBucket takes the bucket's tags; moto forgets them, so that a deployment would set them a second time.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
    """
    put = S3Response._bucket_response_put

    def put_and_tag(response, request, bucket_name, querystring):
        result = put(response, request, bucket_name, querystring)
        if not querystring and response.body:
            configuration = xmltodict.parse(response.body, force_list=("Tag",))["CreateBucketConfiguration"]
            tags = (configuration.get("Tags") or {}).get("Tag", [])
            if tags:
                named = {tag["Key"]: tag["Value"] or "" for tag in tags}
                response.backend.put_bucket_tagging(bucket_name, named)
        return result

    S3Response._bucket_response_put = put_and_tag


def tag_streams():
    """CreateStream takes the stream's tags, which moto forgets too.

    https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
    """
    create = KinesisResponse.create_stream

    def create_and_tag(response):
        result = create(response)
        tags = response._get_param("Tags")
        if tags:
            response.kinesis_backend.add_tags_to_stream(None, response._get_param("StreamName"), tags)
        return result

    KinesisResponse.create_stream = create_and_tag
