SELECT
    eventtime,
    region,
    eventname,
    json_extract_scalar(requestparameters, '$.bucketName') AS bucket,
    json_format(json_extract(statement, '$.Action')) AS allowed,
    json_format(json_extract(statement, '$.Condition')) AS condition,
    COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn) AS principal,
    sourceipaddress,
    requestparameters,
    eventid
FROM cloudtrail
-- A policy may hold one statement without a list. Where there is no policy, there is one row without a statement.
CROSS JOIN UNNEST(
    COALESCE(
        TRY_CAST(json_extract(requestparameters, '$.bucketPolicy.Statement') AS ARRAY(JSON)),
        ARRAY[json_extract(requestparameters, '$.bucketPolicy.Statement')]
    )
) AS statements (statement)
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND eventsource = 's3.amazonaws.com'
    AND errorcode IS NULL
    AND (
        (
            eventname = 'PutBucketPolicy'
            AND json_extract_scalar(statement, '$.Effect') = 'Allow'
            AND json_format(json_extract(statement, '$.Principal')) IN ('"*"', '{"AWS":"*"}', '{"AWS":["*"]}')
        )
        OR (
            eventname IN ('PutBucketAcl', 'CreateBucket')
            AND (
                requestparameters LIKE '%groups/global/AllUsers%'
                OR requestparameters LIKE '%groups/global/AuthenticatedUsers%'
                OR requestparameters LIKE '%"public-read%'
                OR requestparameters LIKE '%"authenticated-read"%'
            )
        )
        OR eventname IN ('DeleteBucketPublicAccessBlock', 'DeleteAccountPublicAccessBlock')
        OR (
            eventname IN ('PutBucketPublicAccessBlock', 'PutAccountPublicAccessBlock')
            AND json_format(json_extract(requestparameters, '$.PublicAccessBlockConfiguration')) LIKE '%false%'
        )
    )
ORDER BY eventtime, eventid
