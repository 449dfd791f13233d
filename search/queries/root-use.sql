SELECT
    eventtime,
    region,
    eventsource,
    eventname,
    errorcode,
    sourceipaddress,
    useragent,
    useridentity.sessioncontext.attributes.mfaauthenticated AS mfaauthenticated,
    requestparameters,
    eventid
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND useridentity.type = 'Root'
    AND useridentity.invokedby IS NULL
    AND eventtype <> 'AwsServiceEvent'
ORDER BY eventtime, eventid
