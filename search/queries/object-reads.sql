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
    eventid
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND eventsource = 's3.amazonaws.com'
    AND eventname IN (
        'GetObject', 'HeadObject', 'GetObjectAttributes', 'GetObjectTorrent', 'SelectObjectContent'
    )
    AND json_extract_scalar(requestparameters, '$.bucketName') = ?
    AND json_extract_scalar(requestparameters, '$.key') = ?
ORDER BY eventtime, eventid
