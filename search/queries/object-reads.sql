WITH reads AS (
    SELECT
        eventtime,
        region,
        eventname,
        errorcode,
        COALESCE(useridentity.arn, useridentity.principalid) AS principal,
        useridentity.accountid AS accountid,
        useridentity.accesskeyid AS accesskeyid,
        sourceipaddress,
        useragent,
        json_extract_scalar(requestparameters, '$.versionId') AS versionid,
        json_extract_scalar(additionaleventdata, '$.bytesTransferredOut') AS bytes,
        json_extract_scalar(requestparameters, '$.bucketName') AS requestbucket,
        json_extract_scalar(requestparameters, '$.key') AS requestkey,
        -- What is copied: bucket/key, written as a URL is, with or without a slash before and a version behind.
        url_decode(
            regexp_replace(
                regexp_replace(json_extract_scalar(requestparameters, '$["x-amz-copy-source"]'), '^/', ''),
                '.versionId=.*$',
                ''
            )
        ) AS copied,
        json_format(CAST(resources AS JSON)) AS resourcelist,
        eventid
    FROM cloudtrail
    WHERE account = ?
        AND "timestamp" BETWEEN ? AND ?
        AND eventsource IN ('s3.amazonaws.com', 's3express.amazonaws.com')
        AND eventname IN (
            'GetObject', 'HeadObject', 'GetObjectAttributes', 'GetObjectTorrent', 'SelectObjectContent',
            'CopyObject', 'UploadPartCopy'
        )
), wanted AS (
    SELECT
        reads.*,
        CASE WHEN eventname IN ('CopyObject', 'UploadPartCopy') THEN split_part(copied, '/', 1) ELSE requestbucket END AS bucket,
        CASE
            WHEN eventname IN ('CopyObject', 'UploadPartCopy') THEN substr(copied, strpos(copied, '/') + 1)
            ELSE requestkey
        END AS objectkey
    FROM reads
)
SELECT
    eventtime,
    region,
    eventname,
    errorcode,
    principal,
    accountid,
    accesskeyid,
    sourceipaddress,
    useragent,
    versionid,
    bytes,
    CASE WHEN copied IS NULL THEN NULL ELSE requestbucket || '/' || requestkey END AS copiedto,
    eventid
FROM wanted
-- Through an access point, the request names that, and the list of resources the bucket.
WHERE (
        CASE
            WHEN strpos(requestbucket, 'arn:') = 1 AND copied IS NULL
                THEN regexp_extract(resourcelist, ':::([^/"]+)/', 1)
            ELSE bucket
        END
    ) = ?
    AND objectkey = ?
ORDER BY eventtime, eventid
