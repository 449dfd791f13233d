SELECT
    eventtime,
    region,
    eventsource,
    eventname,
    readonly,
    errorcode,
    useridentity.arn AS principal,
    useridentity.accesskeyid AS accesskeyid,
    useridentity.invokedby AS invokedby,
    sourceipaddress,
    useragent,
    requestparameters,
    eventid
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND ? IN (
        useridentity.arn,
        useridentity.sessioncontext.sessionissuer.arn,
        useridentity.username,
        useridentity.accesskeyid,
        useridentity.onbehalfof.userid
    )
ORDER BY eventtime, eventid
