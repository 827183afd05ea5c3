/* libraries.h - the functions of eight libraries, as get_<function>(), which opens the library at
 * the first call; or, with LINKED, is linked to it. */
#ifndef LIBRARIES_H
#define LIBRARIES_H

#include "lazy_library.h"

#include <stdint.h>
#include <string.h>
#include <time.h>

#ifdef LINKED
#include <bzlib.h>
#include <curl/curl.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlversion.h>
#include <lzma.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <sqlite3.h>
#include <zlib.h>
#include <zstd.h>

/* The headers are there, so the compiler compares the declarations below with theirs. */
#define LIBRARY(library, file)
#define FUNCTION(library, R, function, parameters) \
    R function parameters; \
    typedef R(*get_##function##_function) parameters; \
    static inline get_##function##_function get_##function(int *error) { \
        (void)error; \
        return function; \
    } \
    static inline const char *get_##function##_text(void) { return ""; }

#else
/* No header is needed: these are its names for structs behind a pointer, and for enums. */
typedef struct lzma_allocator lzma_allocator;
typedef unsigned lzma_check, lzma_ret;
typedef struct sqlite3 sqlite3;
typedef struct xml_text_reader *xmlTextReaderPtr;
typedef unsigned char xmlChar;

#define LIBRARY(library, file) LAZY_LIBRARY(library, file)
#define FUNCTION(library, R, function, parameters) \
    LAZY_SYMBOL(get_##function, library, #function, R, parameters)
#endif

LIBRARY(libz, "libz.so.1")
FUNCTION(libz, const char *, zlibVersion, (void))
FUNCTION(libz, unsigned long, crc32, (unsigned long crc, const unsigned char *data, unsigned size))

LIBRARY(libbz2, "libbz2.so.1.0")
FUNCTION(libbz2, const char *, BZ2_bzlibVersion, (void))
FUNCTION(libbz2, int, BZ2_bzBuffToBuffCompress,
         (char *to, unsigned *to_size, char *from, unsigned size, int block_size, int verbosity,
          int work_factor))

LIBRARY(liblzma, "liblzma.so.5")
FUNCTION(liblzma, const char *, lzma_version_string, (void))
FUNCTION(liblzma, size_t, lzma_stream_buffer_bound, (size_t size))
FUNCTION(liblzma, lzma_ret, lzma_easy_buffer_encode,
         (uint32_t preset, lzma_check check, const lzma_allocator *allocator, const uint8_t *from,
          size_t size, uint8_t *to, size_t *to_size, size_t room))

LIBRARY(libzstd, "libzstd.so.1")
FUNCTION(libzstd, const char *, ZSTD_versionString, (void))
FUNCTION(libzstd, size_t, ZSTD_compressBound, (size_t size))
FUNCTION(libzstd, size_t, ZSTD_compress,
         (void *to, size_t room, const void *from, size_t size, int level))
FUNCTION(libzstd, unsigned, ZSTD_isError, (size_t result))
FUNCTION(libzstd, const char *, ZSTD_getErrorName, (size_t result))

LIBRARY(libsqlite3, "libsqlite3.so.0")
FUNCTION(libsqlite3, const char *, sqlite3_libversion, (void))
FUNCTION(libsqlite3, int, sqlite3_open, (const char *file, sqlite3 **database))
FUNCTION(libsqlite3, int, sqlite3_exec,
         (sqlite3 * database, const char *sql, int (*row)(void *, int, char **, char **),
          void *context, char **message))
FUNCTION(libsqlite3, const char *, sqlite3_errmsg, (sqlite3 * database))
FUNCTION(libsqlite3, int, sqlite3_close, (sqlite3 * database))

LIBRARY(libcrypto, "libcrypto.so.3")
FUNCTION(libcrypto, const char *, OpenSSL_version, (int what))
FUNCTION(libcrypto, unsigned char *, SHA256,
         (const unsigned char *data, size_t size, unsigned char *digest))

LIBRARY(libxml2, "libxml2.so.2")
FUNCTION(libxml2, xmlTextReaderPtr, xmlReaderForMemory,
         (const char *data, int size, const char *name, const char *encoding, int options))
FUNCTION(libxml2, int, xmlTextReaderRead, (xmlTextReaderPtr reader))
FUNCTION(libxml2, int, xmlTextReaderNodeType, (xmlTextReaderPtr reader))
FUNCTION(libxml2, int, xmlTextReaderDepth, (xmlTextReaderPtr reader))
FUNCTION(libxml2, const xmlChar *, xmlTextReaderConstName, (xmlTextReaderPtr reader))
FUNCTION(libxml2, void, xmlFreeTextReader, (xmlTextReaderPtr reader))

/* The version of libxml2 is a variable, and LAZY_SYMBOL finds functions: so the variable's address
 * comes as a function, which nobody calls. */
#ifdef LINKED
static inline const char *xml_version(void) { return xmlParserVersion; }
static inline const char *xml_version_text(void) { return ""; }
#else
LAZY_SYMBOL(get_xmlParserVersion, libxml2, "xmlParserVersion", void, (void))
static inline const char *xml_version(void) {
    get_xmlParserVersion_function const found = get_xmlParserVersion(NULL);
    const char *const *variable;
    if (found == NULL) return NULL;
    memcpy(&variable, &found, sizeof variable);
    return *variable;
}
static inline const char *xml_version_text(void) { return get_xmlParserVersion_text(); }
#endif

LIBRARY(libcurl, "libcurl.so.4")
FUNCTION(libcurl, char *, curl_version, (void))
FUNCTION(libcurl, time_t, curl_getdate, (const char *date, const time_t *now))

#endif
