SELECT
    eventtime,
    region,
    eventsource,
    eventname,
    errorcode,
    COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby) AS principal,
    sourceipaddress,
    requestparameters,
    eventid
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND (
        -- every call that the detections look for
    )
ORDER BY eventtime, eventid
