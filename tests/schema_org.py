"""The part of schema.org's vocabulary that pages use: types, and what may be said of each.

Taken from the definitions of schema.org (version 29) for these types and those they descend from;
values are the names of types, "Text", "URL", "Date" or "Boolean".
"""

THING = {"name": "Text", "alternateName": "Text", "description": "Text", "url": "URL",
         "identifier": "Text", "potentialAction": "SearchAction"}  # fmt: skip
WORK = THING | {"inLanguage": "Text", "license": "URL", "abstract": "Text", "creator": "Organization",
                "isAccessibleForFree": "Boolean", "encodingFormat": "Text", "dateModified": "Date"}  # fmt: skip
ORGANIZATION = THING | {"member": "GovernmentOrganization", "areaServed": "Country"}

PROPERTIES = {
    "Country": THING,
    # A MediaObject, whose size and checksum are texts.
    "DataDownload": WORK
    | {"contentUrl": "URL", "contentSize": "Text", "sha256": "Text"},
    "Dataset": WORK | {"distribution": "DataDownload"},
    "Event": THING
    | {
        "startDate": "Date",
        "endDate": "Date",
        "eventStatus": "URL",
        "eventAttendanceMode": "URL",
        "location": "Place",
        "organizer": "GovernmentOrganization",
    },
    "GovernmentOrganization": ORGANIZATION,
    "Legislation": WORK
    | {
        "legislationType": "Text",
        "legislationIdentifier": "Text",
        "legislationDate": "Date",
        "legislationLegalForce": "URL",
        "legislationPassedBy": "GovernmentOrganization",
    },
    "Organization": ORGANIZATION,
    "Person": THING | {"jobTitle": "Text"},
    "Place": THING | {"address": "PostalAddress"},
    "PostalAddress": THING | {"addressLocality": "Text", "addressCountry": "Text"},
    # `query-input` is an annotation of the action's own input (schema.org/docs/actions.html).
    "SearchAction": THING | {"target": "URL", "query-input": "Text"},
    "WebSite": WORK,
}
