SELECT
    eventtime,
    region,
    eventname,
    COALESCE(
        json_extract_scalar(requestparameters, '$.bucketName'),
        json_extract_scalar(requestparameters, '$.name'),
        json_extract_scalar(requestparameters, '$.bucket')
    ) AS bucket,
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
    AND eventsource IN ('s3.amazonaws.com', 's3express.amazonaws.com', 's3-outposts.amazonaws.com')
    AND errorcode IS NULL
    AND (
        (
            eventname = 'PutBucketPolicy'
            AND json_extract_scalar(statement, '$.Effect') = 'Allow'
            AND (
                -- "*", or "*" as the value of a kind of principal or in its list.
                regexp_like(json_format(json_extract(statement, '$.Principal')), '(^|[:,\[]\s*)"\*"')
                OR json_extract(statement, '$.NotPrincipal') IS NOT NULL
            )
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
        OR (
            -- The policy is text within JSON, its quotation marks escaped.
            eventname LIKE 'Put%AccessPointPolicy%'
            AND regexp_like(requestparameters, '\\*"Effect\\*"\s*:\s*\\*"Allow\\*"')
            AND (
                regexp_like(
                    requestparameters,
                    '\\*"Principal\\*"\s*:\s*(\{[^}]*){0,1}\\*"\*\\*"'
                )
                OR regexp_like(requestparameters, '\\*"NotPrincipal\\*"')
            )
        )
        OR eventname IN ('DeleteBucketPublicAccessBlock', 'DeleteAccountPublicAccessBlock', 'DeletePublicAccessBlock')
        OR (
            eventname IN (
                'PutBucketPublicAccessBlock', 'PutAccountPublicAccessBlock', 'PutPublicAccessBlock', 'CreateAccessPoint',
                'CreateMultiRegionAccessPoint'
            )
            AND regexp_like(LOWER(requestparameters), '"(block|ignore|restrict)public\w+"\s*:\s*"{0,1}false')
        )
    )
ORDER BY eventtime, eventid
