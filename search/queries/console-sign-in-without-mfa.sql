SELECT
    eventtime,
    region,
    useridentity.type AS usertype,
    useridentity.arn AS principal,
    sourceipaddress,
    useragent,
    json_extract_scalar(additionaleventdata, '$.LoginTo') AS loginto,
    eventid
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND eventsource = 'signin.amazonaws.com'
    AND eventname = 'ConsoleLogin'
    AND useridentity.type IN ('Root', 'IAMUser')
    AND json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Success'
    AND LOWER(COALESCE(json_extract_scalar(additionaleventdata, '$.MFAUsed'), 'No')) <> 'yes'
ORDER BY eventtime, eventid
