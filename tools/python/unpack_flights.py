"""Unpacks the data files of the flight records' source archive: unpack_flights.py ARCHIVE FOLDER"""

import io
import os
import sys
import tarfile
import zipfile

WANTED = {"flights.csv.zip", "airlines.csv", "airports.csv", "planes.csv", "weather.csv", "flights.csv"}


def unpack(archive: str, folder: str) -> None:
    os.makedirs(folder)
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            name = os.path.basename(member.name)
            source = tar.extractfile(member) if member.isfile() and name in WANTED else None
            if source is None:
                continue
            data = source.read()
            if name.endswith(".zip"):
                with zipfile.ZipFile(io.BytesIO(data)) as inner:
                    name = name[: -len(".zip")]
                    data = inner.read(name)
            with open(os.path.join(folder, name), "wb") as target:
                target.write(data)


if __name__ == "__main__":
    unpack(sys.argv[1], sys.argv[2])
